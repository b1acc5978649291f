const _: () = {
    use ::azlogs::__private as __azlogs;
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    const __AZLOGS_DECLARED: &__azlogs::DeclaredStream = &__azlogs::DeclaredStream {
        name: "Custom-Orders",
        file: "src/golden/orders.json",
        position: "6:7",
        columns: &[
            __azlogs::DeclaredColumn::new(
                "TimeGenerated",
                __azlogs::ColumnType::DateTime,
                "8:46",
            ),
            __azlogs::DeclaredColumn::new(
                "OrderId",
                __azlogs::ColumnType::String,
                "9:40",
            ),
            __azlogs::DeclaredColumn::new(
                "Quantity",
                __azlogs::ColumnType::Int,
                "10:41",
            ),
            __azlogs::DeclaredColumn::new("Bytes", __azlogs::ColumnType::Long, "11:38"),
            __azlogs::DeclaredColumn::new("Amount", __azlogs::ColumnType::Real, "12:39"),
            __azlogs::DeclaredColumn::new(
                "Paid",
                __azlogs::ColumnType::Boolean,
                "13:37",
            ),
            __azlogs::DeclaredColumn::new(
                "PaidAt",
                __azlogs::ColumnType::DateTime,
                "14:39",
            ),
            __azlogs::DeclaredColumn::new(
                "Details",
                __azlogs::ColumnType::Dynamic,
                "15:40",
            ),
            __azlogs::DeclaredColumn::new("Note", __azlogs::ColumnType::String, "16:37"),
        ],
    };
    const _: () = {
        __azlogs::check_no_duplicate_columns(
            "Custom-Orders",
            <Order<'static> as __azlogs::LogRecord>::SCHEMA.entries.split_at(2usize).0,
        );
        __azlogs::check_no_duplicate_columns(
            "Custom-Orders",
            <Order<'static> as __azlogs::LogRecord>::SCHEMA.entries,
        );
    };
    const _: () = {
        __azlogs::check_columns_declared(
            __AZLOGS_DECLARED,
            ::core::slice::from_ref(
                &<Order<'static> as __azlogs::LogRecord>::SCHEMA.entries[1usize],
            ),
        );
    };
    const _: () = {
        if !__azlogs::writes_column(
            <Order<'static> as __azlogs::LogRecord>::SCHEMA.entries,
            "TimeGenerated",
        ) {
            ::core::panic!(
                "{}",
                "neither a field nor a transform fills `TimeGenerated` [AZL0113]\n  --> src/golden/orders.json:8:21\n  = help: add a field for it, or in the rule `source | extend TimeGenerated = now()`"
            );
        }
    };
    const _: () = {
        __azlogs::check_all_columns_written(
            __AZLOGS_DECLARED,
            <Order<'static> as __azlogs::LogRecord>::SCHEMA.entries,
        );
    };
    #[automatically_derived]
    impl<'a> __azlogs::LogRecord for Order<'a> {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Custom-Orders",
            &[
                __azlogs::string("OrderId"),
                __azlogs::SchemaEntry::Group(
                    <&'a Money as __azlogs::ColumnGroup>::COLUMNS,
                ),
            ],
        );
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            <String as __azlogs::ColumnValue<
                __azlogs::String,
            >>::write_column(&self.order_id, __azlogs_row, b",\"OrderId\":\0\0\0\0\x05");
            <&'a Money as __azlogs::ColumnGroup>::write_columns(
                &self.money,
                __azlogs_row,
            );
        }
    }
};
