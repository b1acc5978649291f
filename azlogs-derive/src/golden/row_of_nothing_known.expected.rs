::core::compile_error! {
    "`Order` is an enum, and a row is a struct [AZL0130]\n  = help: derive `LogRecord` on a struct for each kind of row; an enum that is one column's text derives `LogColumn`"
}
const _: () = {
    #[automatically_derived]
    impl<T> ::azlogs::__private::LogRecord for Order<T> {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "",
            &[],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            ::core::result::Result::Ok(())
        }
    }
};
