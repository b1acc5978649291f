const _: () = {
    #[automatically_derived]
    impl<T: Clone, __AzlogsKind> ::telemetry::__private::ColumnValue<__AzlogsKind>
    for Tagged<T>
    where
        __AzlogsKind: ::telemetry::__private::ColumnKind,
        T: ::telemetry::__private::ColumnValue<__AzlogsKind>,
    {
        const TABLE_TYPE: ::telemetry::__private::TableColumnType = <T as ::telemetry::__private::ColumnValue<
            __AzlogsKind,
        >>::TABLE_TYPE;
        #[inline]
        fn is_absent(&self) -> ::core::primitive::bool {
            <T as ::telemetry::__private::ColumnValue<__AzlogsKind>>::is_absent(&self.0)
        }
        #[inline]
        fn write_value(
            &self,
            __azlogs_out: ::telemetry::__private::ValueWriter<'_, __AzlogsKind>,
        ) -> ::core::result::Result<
            ::telemetry::__private::Written,
            ::telemetry::__private::ValueError,
        > {
            <T as ::telemetry::__private::ColumnValue<
                __AzlogsKind,
            >>::write_value(&self.0, __azlogs_out)
        }
    }
    #[automatically_derived]
    impl<T: Clone> ::telemetry::__private::NaturalColumn for Tagged<T>
    where
        T: ::telemetry::__private::NaturalColumn,
    {
        type Kind = <T as ::telemetry::__private::NaturalColumn>::Kind;
    }
};
