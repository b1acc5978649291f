const _: () = {
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    const __AZLOGS_DECLARED: &::azlogs::__private::DeclaredStream = &::azlogs::__private::DeclaredStream {
        name: "Custom-Orders",
        file: "src/golden/orders.json",
        position: "6:7",
        columns: &[
            ::azlogs::__private::DeclaredColumn::new(
                "TimeGenerated",
                ::azlogs::__private::ColumnType::DateTime,
                "8:46",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "OrderId",
                ::azlogs::__private::ColumnType::String,
                "9:40",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "Quantity",
                ::azlogs::__private::ColumnType::Int,
                "10:41",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "Bytes",
                ::azlogs::__private::ColumnType::Long,
                "11:38",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "Amount",
                ::azlogs::__private::ColumnType::Real,
                "12:39",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "Paid",
                ::azlogs::__private::ColumnType::Boolean,
                "13:37",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "PaidAt",
                ::azlogs::__private::ColumnType::DateTime,
                "14:39",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "Details",
                ::azlogs::__private::ColumnType::Dynamic,
                "15:40",
            ),
            ::azlogs::__private::DeclaredColumn::new(
                "Note",
                ::azlogs::__private::ColumnType::String,
                "16:37",
            ),
        ],
    };
    const _: () = {
        ::azlogs::__private::check_no_duplicate_columns(
            "Custom-Orders",
            <Order<'static> as ::azlogs::__private::LogRecord>::SCHEMA
                .entries
                .split_at(2usize)
                .0,
        );
        ::azlogs::__private::check_no_duplicate_columns(
            "Custom-Orders",
            <Order<'static> as ::azlogs::__private::LogRecord>::SCHEMA.entries,
        );
    };
    const _: () = {
        ::azlogs::__private::check_columns_declared(
            __AZLOGS_DECLARED,
            ::core::slice::from_ref(
                &<Order<'static> as ::azlogs::__private::LogRecord>::SCHEMA
                    .entries[1usize],
            ),
        );
    };
    const _: () = {
        if !::azlogs::__private::writes_column(
            <Order<'static> as ::azlogs::__private::LogRecord>::SCHEMA.entries,
            "TimeGenerated",
        ) {
            ::core::panic!(
                "{}",
                "neither a field nor a transform fills `TimeGenerated` [AZL0113]\n  --> src/golden/orders.json:8:21\n  = help: add a field for it, or in the rule `source | extend TimeGenerated = now()`"
            );
        }
    };
    const _: () = {
        ::azlogs::__private::check_all_columns_written(
            __AZLOGS_DECLARED,
            <Order<'static> as ::azlogs::__private::LogRecord>::SCHEMA.entries,
        );
    };
    #[automatically_derived]
    impl<'a> ::azlogs::__private::LogRecord for Order<'a> {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "Custom-Orders",
            &[
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "OrderId",
                            ::azlogs::__private::ColumnType::String,
                        )
                        .table_type(
                            <String as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::String,
                            >>::TABLE_TYPE,
                        ),
                ),
                ::azlogs::__private::SchemaEntry::Group(
                    <&'a Money as ::azlogs::__private::ColumnGroup>::COLUMNS,
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <String as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::String,
            >>::write_column(&self.order_id, __azlogs_row, ",\"OrderId\":")?;
            <&'a Money as ::azlogs::__private::ColumnGroup>::write_columns(
                &self.money,
                __azlogs_row,
            )?;
            ::core::result::Result::Ok(())
        }
    }
};
