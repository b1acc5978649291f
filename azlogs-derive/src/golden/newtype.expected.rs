const _: () = {
    #[automatically_derived]
    impl<'a, __AzlogsKind> ::azlogs::__private::ColumnValue<__AzlogsKind> for Path<'a>
    where
        __AzlogsKind: ::azlogs::__private::ColumnKind,
        &'a str: ::azlogs::__private::ColumnValue<__AzlogsKind>,
    {
        const TABLE_TYPE: ::azlogs::__private::TableColumnType = <&'a str as ::azlogs::__private::ColumnValue<
            __AzlogsKind,
        >>::TABLE_TYPE;
        #[inline]
        fn is_absent(&self) -> ::core::primitive::bool {
            <&'a str as ::azlogs::__private::ColumnValue<
                __AzlogsKind,
            >>::is_absent(&self.0)
        }
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: ::azlogs::__private::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<
            ::azlogs::__private::Written,
            ::azlogs::__private::ValueError,
        > {
            <&'a str as ::azlogs::__private::ColumnValue<
                __AzlogsKind,
            >>::write_value(&self.0, __azlogs_out)
        }
    }
    #[automatically_derived]
    impl<'a> ::azlogs::__private::NaturalColumn for Path<'a> {
        type Kind = <::azlogs::__private::Numbered<
            {
                ::azlogs::__private::number_of::<
                    <&'static str as ::azlogs::__private::NaturalColumn>::Kind,
                >()
            },
        > as ::azlogs::__private::NumberedKind>::Kind;
    }
};
