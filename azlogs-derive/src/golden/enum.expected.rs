const _: () = {
    #[automatically_derived]
    impl<__AzlogsKind> ::azlogs::__private::ColumnValue<__AzlogsKind> for State
    where
        __AzlogsKind: ::azlogs::__private::ColumnKind,
        __AzlogsKind: ::azlogs::__private::HoldsText,
    {
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: ::azlogs::__private::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<
            ::azlogs::__private::Written,
            ::azlogs::__private::ValueError,
        > {
            <::core::primitive::str as ::azlogs::__private::ColumnValue<
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
    impl ::azlogs::__private::NaturalColumn for State {
        type Kind = ::azlogs::__private::column::String;
    }
};
