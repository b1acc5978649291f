const _: () = {
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    #[automatically_derived]
    impl<'a> ::azlogs::__private::LogRecord for Order<'a> {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "Custom-Orders",
            &[
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "TimeGenerated",
                            ::azlogs::__private::ColumnType::DateTime,
                        )
                        .table_type(
                            <SystemTime as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::DateTime,
                            >>::TABLE_TYPE,
                        ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "OrderId",
                            ::azlogs::__private::ColumnType::String,
                        )
                        .table_type(
                            <&'a str as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::String,
                            >>::TABLE_TYPE,
                        ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "Quantity",
                            ::azlogs::__private::ColumnType::Int,
                        )
                        .table_type(
                            <Option<
                                i32,
                            > as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::Int,
                            >>::TABLE_TYPE,
                        ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                        "Amount",
                        ::azlogs::__private::ColumnType::Real,
                    ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                        "Details",
                        ::azlogs::__private::ColumnType::Dynamic,
                    ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                        "Note",
                        ::azlogs::__private::ColumnType::String,
                    ),
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <SystemTime as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::DateTime,
            >>::write_column(&self.time_generated, __azlogs_row, ",\"TimeGenerated\":")?;
            <&'a str as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::String,
            >>::write_column(&self.order_id, __azlogs_row, ",\"OrderId\":")?;
            <Option<
                i32,
            > as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::Int,
            >>::write_column_or_null(&self.quantity, __azlogs_row, ",\"Quantity\":")?;
            __azlogs_row
                .column::<
                    ::azlogs::__private::column::Real,
                    _,
                >(",\"Amount\":", &money::in_euros(&self.amount))?;
            __azlogs_row.dynamic::<Details>(",\"Details\":", &self.details)?;
            __azlogs_row.json_string::<Vec<Note>>(",\"Note\":", &self.note)?;
            ::core::result::Result::Ok(())
        }
    }
};
