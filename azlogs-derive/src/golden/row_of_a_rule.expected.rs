const _: () = {
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    #[diagnostic::on_unimplemented(
        message = "`{Self}` doesn't fit a column of type real",
        label = "column `Amount` is declared as real at src/golden/orders.json:12:39",
        note = "a real column holds `f32`, `f64`, `i8` to `i32` and `u8` to `u32`: larger integers lose digits, and the service stores null for a text",
        note = "`Option`, `&`, `Box`, `Arc`, `Rc` and `Cow` fit where their content fits; a newtype with #[derive(LogColumn)] as well"
    )]
    trait __AzlogsFits_amount {
        const TABLE_TYPE: ::azlogs::__private::TableColumnType;
        fn write(
            &self,
            row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError>;
    }
    #[diagnostic::do_not_recommend]
    impl<
        __AzlogsValue: ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::Real,
            > + ?::core::marker::Sized,
    > __AzlogsFits_amount for __AzlogsValue {
        const TABLE_TYPE: ::azlogs::__private::TableColumnType = <Self as ::azlogs::__private::ColumnValue<
            ::azlogs::__private::column::Real,
        >>::TABLE_TYPE;
        #[inline]
        fn write(
            &self,
            row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <Self as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::Real,
            >>::write_column(self, row, ",\"Amount\":")
        }
    }
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
            __AzlogsFits_amount::write(&money::in_euros(&self.amount), __azlogs_row)?;
            __azlogs_row.dynamic::<Details>(",\"Details\":", &self.details)?;
            __azlogs_row.json_string::<Vec<Note>>(",\"Note\":", &self.note)?;
            ::core::result::Result::Ok(())
        }
    }
};
