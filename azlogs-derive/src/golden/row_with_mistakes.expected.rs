::core::compile_error! {
    "`log_record` knows no `colum` on a field [AZL0120]\n  = help: did you mean `column`?"
}
::core::compile_error! {
    "stream `Custom-Orders` has no column `Ammount` [AZL0110]\n  --> src/golden/orders.json:12:21\n  = help: did you mean `Amount`?"
}
const _: () = {
    use ::azlogs::__private as __azlogs;
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    #[automatically_derived]
    impl __azlogs::LogRecord for Order {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Custom-Orders",
            &[__azlogs::datetime("TimeGenerated")],
        );
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            <SystemTime as __azlogs::ColumnValue<
                __azlogs::DateTime,
            >>::write_column(
                &self.time_generated,
                __azlogs_row,
                b",\"TimeGenerated\":\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0F",
            );
        }
    }
};
