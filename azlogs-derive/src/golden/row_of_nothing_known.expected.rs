::core::compile_error! {
    "`Order` is an enum, and a row is a struct [AZL0130]\n  = help: derive `LogRecord` on a struct for each kind of row; an enum that is one column's text derives `LogColumn`"
}
const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl<T> __azlogs::LogRecord for Order<T> {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new("", &[]);
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {}
    }
};
