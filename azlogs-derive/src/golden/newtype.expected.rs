const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl<'a, __AzlogsKind> __azlogs::ColumnValue<__AzlogsKind> for Path<'a>
    where
        __AzlogsKind: __azlogs::ColumnKind,
        &'a str: __azlogs::ColumnValue<__AzlogsKind>,
    {
        const TABLE_TYPE: __azlogs::TableColumnType = <&'a str as __azlogs::ColumnValue<
            __AzlogsKind,
        >>::TABLE_TYPE;
        #[inline]
        fn is_absent(&self) -> ::core::primitive::bool {
            <&'a str as __azlogs::ColumnValue<__AzlogsKind>>::is_absent(&self.0)
        }
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: __azlogs::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<__azlogs::Written, __azlogs::ValueError> {
            <&'a str as __azlogs::ColumnValue<
                __AzlogsKind,
            >>::write_value(&self.0, __azlogs_out)
        }
    }
    #[automatically_derived]
    impl<'a> __azlogs::NaturalColumn for Path<'a> {
        type Kind = <__azlogs::Numbered<
            { __azlogs::number_of::<<&'static str as __azlogs::NaturalColumn>::Kind>() },
        > as __azlogs::NumberedKind>::Kind;
    }
};
