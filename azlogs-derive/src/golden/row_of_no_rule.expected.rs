const _: () = {
    use ::telemetry::__private as __azlogs;
    #[automatically_derived]
    impl<T, const N: usize> __azlogs::LogRecord for Order<T, N>
    where
        T: Copy,
        Option<T>: __azlogs::NaturalColumn,
        Option<T>: __azlogs::ColumnValue<<Option<T> as __azlogs::NaturalColumn>::Kind>,
        [T; N]: __azlogs::Serialize,
    {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Custom-Orders",
            &[
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new(
                            "OrderId",
                            <<Option<
                                T,
                            > as __azlogs::NaturalColumn>::Kind as __azlogs::ColumnKind>::TYPE,
                        )
                        .table_type(
                            <Option<
                                T,
                            > as __azlogs::ColumnValue<
                                <Option<T> as __azlogs::NaturalColumn>::Kind,
                            >>::TABLE_TYPE,
                        ),
                ),
                __azlogs::dynamic("Digest"),
                __azlogs::string("id"),
            ],
        );
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            <Option<
                T,
            > as __azlogs::ColumnValue<
                <Option<T> as __azlogs::NaturalColumn>::Kind,
            >>::write_column(&self.order_id, __azlogs_row, b",\"OrderId\":\0\0\0\0\x05");
            __azlogs_row.dynamic::<[T; N]>("Digest", &self.digest);
            <String as __azlogs::ColumnValue<
                __azlogs::String,
            >>::write_column(
                &self.r#type,
                __azlogs_row,
                b",\"id\":\0\0\0\0\0\0\0\0\0\n",
            );
        }
    }
};
