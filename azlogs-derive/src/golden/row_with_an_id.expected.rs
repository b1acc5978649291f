const _: () = {
    #[automatically_derived]
    impl ::azlogs::__private::LogRecord for Order {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "Custom-Orders",
            &[
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "RowId",
                            ::azlogs::__private::ColumnType::String,
                        )
                        .table_type(
                            <RowId as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::String,
                            >>::TABLE_TYPE,
                        )
                        .row_id(),
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <RowId as ::azlogs::__private::RowKey>::write_key(
                &self.row_id,
                __azlogs_row,
                ",\"RowId\":",
            )?;
            ::core::result::Result::Ok(())
        }
    }
};
