::core::compile_error! {
    "`log_record` knows no `colum` on a field [AZL0120]\n  = help: did you mean `column`?"
}
::core::compile_error! {
    "stream `Custom-Orders` has no column `Ammount` [AZL0110]\n  --> src/golden/orders.json:12:21\n  = help: did you mean `Amount`?"
}
const _: () = {
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    #[automatically_derived]
    impl ::azlogs::__private::LogRecord for Order {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "Custom-Orders",
            &[
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "TimeGenerated",
                            ::azlogs::__private::ColumnType::DateTime,
                        )
                        .table_type(
                            <SystemTime as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::DateTime,
                            >>::TABLE_TYPE,
                        ),
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <SystemTime as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::DateTime,
            >>::write_column(&self.time_generated, __azlogs_row, ",\"TimeGenerated\":")?;
            ::core::result::Result::Ok(())
        }
    }
};
