const _: () = {
    #[automatically_derived]
    #[allow(deprecated)]
    impl ::azlogs::__private::ColumnGroup for Money {
        const COLUMNS: &'static [::azlogs::__private::SchemaEntry] = &[
            ::azlogs::__private::SchemaEntry::Column(
                ::azlogs::__private::ColumnSchema::new(
                        "Amount",
                        <<f64 as ::azlogs::__private::NaturalColumn>::Kind as ::azlogs::__private::ColumnKind>::TYPE,
                    )
                    .table_type(
                        <f64 as ::azlogs::__private::ColumnValue<
                            <f64 as ::azlogs::__private::NaturalColumn>::Kind,
                        >>::TABLE_TYPE,
                    ),
            ),
            ::azlogs::__private::SchemaEntry::Column(
                ::azlogs::__private::ColumnSchema::new(
                        "Paid",
                        <<bool as ::azlogs::__private::NaturalColumn>::Kind as ::azlogs::__private::ColumnKind>::TYPE,
                    )
                    .table_type(
                        <bool as ::azlogs::__private::ColumnValue<
                            <bool as ::azlogs::__private::NaturalColumn>::Kind,
                        >>::TABLE_TYPE,
                    ),
            ),
        ];
        fn write_columns(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <f64 as ::azlogs::__private::ColumnValue<
                <f64 as ::azlogs::__private::NaturalColumn>::Kind,
            >>::write_column(&self.amount, __azlogs_row, ",\"Amount\":")?;
            <bool as ::azlogs::__private::ColumnValue<
                <bool as ::azlogs::__private::NaturalColumn>::Kind,
            >>::write_column(&self.paid, __azlogs_row, ",\"Paid\":")?;
            ::core::result::Result::Ok(())
        }
    }
};
