const _: () = {
    #[automatically_derived]
    impl<T, const N: usize> ::telemetry::__private::LogRecord for Order<T, N>
    where
        T: Copy,
        Option<T>: ::telemetry::__private::NaturalColumn,
        Option<
            T,
        >: ::telemetry::__private::ColumnValue<
            <Option<T> as ::telemetry::__private::NaturalColumn>::Kind,
        >,
        [T; N]: ::telemetry::__private::Serialize,
    {
        const SCHEMA: ::telemetry::__private::StreamSchema = ::telemetry::__private::StreamSchema::new(
            "Custom-Orders",
            &[
                ::telemetry::__private::SchemaEntry::Column(
                    ::telemetry::__private::ColumnSchema::new(
                            "OrderId",
                            <<Option<
                                T,
                            > as ::telemetry::__private::NaturalColumn>::Kind as ::telemetry::__private::ColumnKind>::TYPE,
                        )
                        .table_type(
                            <Option<
                                T,
                            > as ::telemetry::__private::ColumnValue<
                                <Option<T> as ::telemetry::__private::NaturalColumn>::Kind,
                            >>::TABLE_TYPE,
                        ),
                ),
                ::telemetry::__private::SchemaEntry::Column(
                    ::telemetry::__private::ColumnSchema::new(
                        "Digest",
                        ::telemetry::__private::ColumnType::Dynamic,
                    ),
                ),
                ::telemetry::__private::SchemaEntry::Column(
                    ::telemetry::__private::ColumnSchema::new(
                            "id",
                            ::telemetry::__private::ColumnType::String,
                        )
                        .table_type(
                            <String as ::telemetry::__private::ColumnValue<
                                ::telemetry::__private::column::String,
                            >>::TABLE_TYPE,
                        ),
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::telemetry::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::telemetry::__private::RowError> {
            <Option<
                T,
            > as ::telemetry::__private::ColumnValue<
                <Option<T> as ::telemetry::__private::NaturalColumn>::Kind,
            >>::write_column(&self.order_id, __azlogs_row, ",\"OrderId\":")?;
            __azlogs_row.dynamic::<[T; N]>(",\"Digest\":", &self.digest)?;
            <String as ::telemetry::__private::ColumnValue<
                ::telemetry::__private::column::String,
            >>::write_column(&self.r#type, __azlogs_row, ",\"id\":")?;
            ::core::result::Result::Ok(())
        }
    }
};
