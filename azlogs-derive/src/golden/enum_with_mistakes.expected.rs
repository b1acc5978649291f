::core::compile_error! {
    "variant `Moved` has fields, which a text can't hold [AZL0131]\n  = help: leave the fields out, or write fields of this type with `#[log_record(dynamic)]`"
}
const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl<__AzlogsKind> __azlogs::ColumnValue<__AzlogsKind> for State
    where
        __AzlogsKind: __azlogs::ColumnKind,
    {
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: __azlogs::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<__azlogs::Written, __azlogs::ValueError> {
            ::core::result::Result::Ok(__azlogs_out.null())
        }
    }
    #[automatically_derived]
    impl __azlogs::NaturalColumn for State {
        type Kind = __azlogs::String;
    }
};
