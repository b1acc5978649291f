const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl<G> __azlogs::LogRecord for Order<G>
    where
        G: __azlogs::ColumnGroup,
    {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Custom-Orders",
            &[__azlogs::SchemaEntry::Group(<G as __azlogs::ColumnGroup>::COLUMNS)],
        );
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            const {
                __azlogs::check_no_duplicate_columns(
                    "Custom-Orders",
                    <Self as __azlogs::LogRecord>::SCHEMA.entries.split_at(1usize).0,
                );
                __azlogs::check_no_duplicate_columns(
                    "Custom-Orders",
                    <Self as __azlogs::LogRecord>::SCHEMA.entries,
                );
            }
            <G as __azlogs::ColumnGroup>::write_columns(&self.group, __azlogs_row);
        }
    }
};
