::core::compile_error! {
    "variant `Moved` has fields, which a text can't hold [AZL0131]\n  = help: leave the fields out, or write fields of this type with `#[log_record(dynamic)]`"
}
const _: () = {
    #[automatically_derived]
    impl<__AzlogsKind> ::azlogs::__private::ColumnValue<__AzlogsKind> for State
    where
        __AzlogsKind: ::azlogs::__private::ColumnKind,
    {
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: ::azlogs::__private::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<
            ::azlogs::__private::Written,
            ::azlogs::__private::ValueError,
        > {
            ::core::result::Result::Ok(__azlogs_out.null())
        }
    }
    #[automatically_derived]
    impl ::azlogs::__private::NaturalColumn for State {
        type Kind = ::azlogs::__private::column::String;
    }
};
