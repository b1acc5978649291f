const _: () = {
    use ::telemetry::__private as __azlogs;
    #[automatically_derived]
    impl<T: Clone, __AzlogsKind> __azlogs::ColumnValue<__AzlogsKind> for Tagged<T>
    where
        __AzlogsKind: __azlogs::ColumnKind,
        T: __azlogs::ColumnValue<__AzlogsKind>,
    {
        const TABLE_TYPE: __azlogs::TableColumnType = <T as __azlogs::ColumnValue<
            __AzlogsKind,
        >>::TABLE_TYPE;
        #[inline]
        fn is_absent(&self) -> ::core::primitive::bool {
            <T as __azlogs::ColumnValue<__AzlogsKind>>::is_absent(&self.0)
        }
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: __azlogs::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<__azlogs::Written, __azlogs::ValueError> {
            <T as __azlogs::ColumnValue<
                __AzlogsKind,
            >>::write_value(&self.0, __azlogs_out)
        }
    }
    #[automatically_derived]
    impl<T: Clone> __azlogs::NaturalColumn for Tagged<T>
    where
        T: __azlogs::NaturalColumn,
    {
        type Kind = <T as __azlogs::NaturalColumn>::Kind;
    }
};
