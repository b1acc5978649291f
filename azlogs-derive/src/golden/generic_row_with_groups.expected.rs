const _: () = {
    #[automatically_derived]
    impl<G> ::azlogs::__private::LogRecord for Order<G>
    where
        G: ::azlogs::__private::ColumnGroup,
    {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "Custom-Orders",
            &[
                ::azlogs::__private::SchemaEntry::Group(
                    <G as ::azlogs::__private::ColumnGroup>::COLUMNS,
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            const {
                ::azlogs::__private::check_no_duplicate_columns(
                    "Custom-Orders",
                    <Self as ::azlogs::__private::LogRecord>::SCHEMA
                        .entries
                        .split_at(1usize)
                        .0,
                );
                ::azlogs::__private::check_no_duplicate_columns(
                    "Custom-Orders",
                    <Self as ::azlogs::__private::LogRecord>::SCHEMA.entries,
                );
            }
            <G as ::azlogs::__private::ColumnGroup>::write_columns(
                &self.group,
                __azlogs_row,
            )?;
            ::core::result::Result::Ok(())
        }
    }
};
