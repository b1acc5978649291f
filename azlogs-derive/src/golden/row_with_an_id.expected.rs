const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl __azlogs::LogRecord for Order {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Custom-Orders",
            &[
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new("RowId", __azlogs::ColumnType::String)
                        .table_type(
                            <RowId as __azlogs::ColumnValue<
                                __azlogs::String,
                            >>::TABLE_TYPE,
                        )
                        .row_id(),
                ),
            ],
        );
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            <RowId as __azlogs::RowKey>::write_id(&self.row_id, __azlogs_row, "RowId");
        }
    }
};
