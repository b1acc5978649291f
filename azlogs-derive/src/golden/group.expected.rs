const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    #[allow(deprecated)]
    impl __azlogs::ColumnGroup for Money {
        const COLUMNS: &'static [__azlogs::SchemaEntry] = &[
            __azlogs::SchemaEntry::Column(
                __azlogs::ColumnSchema::new(
                    "Amount",
                    <<f64 as __azlogs::NaturalColumn>::Kind as __azlogs::ColumnKind>::TYPE,
                ),
            ),
            __azlogs::SchemaEntry::Column(
                __azlogs::ColumnSchema::new(
                    "Paid",
                    <<bool as __azlogs::NaturalColumn>::Kind as __azlogs::ColumnKind>::TYPE,
                ),
            ),
        ];
        fn write_columns(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            <f64 as __azlogs::ColumnValue<
                <f64 as __azlogs::NaturalColumn>::Kind,
            >>::write_column(&self.amount, __azlogs_row, b",\"Amount\":\0\0\0\0\0\x06");
            <bool as __azlogs::ColumnValue<
                <bool as __azlogs::NaturalColumn>::Kind,
            >>::write_column(&self.paid, __azlogs_row, b",\"Paid\":\0\0\0\0\0\0\0\x08");
        }
    }
};
