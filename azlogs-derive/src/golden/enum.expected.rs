const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl<__AzlogsKind> __azlogs::ColumnValue<__AzlogsKind> for State
    where
        __AzlogsKind: __azlogs::ColumnKind,
        __AzlogsKind: __azlogs::HoldsText,
    {
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: __azlogs::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<__azlogs::Written, __azlogs::ValueError> {
            <::core::primitive::str as __azlogs::ColumnValue<
                __AzlogsKind,
            >>::write_value(
                match *self {
                    Self::NotFound => "not_found",
                    Self::Ok => "all \"good\"",
                    Self::r#Type => "type",
                },
                __azlogs_out,
            )
        }
    }
    #[automatically_derived]
    impl __azlogs::NaturalColumn for State {
        type Kind = __azlogs::String;
    }
};
