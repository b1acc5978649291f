const _: () = {
    #[automatically_derived]
    impl ::azlogs::__private::LogRecord for Event {
        const SCHEMA: ::azlogs::__private::StreamSchema = ::azlogs::__private::StreamSchema::new(
            "Microsoft-AWSCloudTrail",
            &[
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                        "TimeGenerated",
                        ::azlogs::__private::ColumnType::DateTime,
                    ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "AwsEventId",
                            ::azlogs::__private::ColumnType::String,
                        )
                        .table_type(::azlogs::__private::TableColumnType::Guid),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                        "Category",
                        ::azlogs::__private::ColumnType::String,
                    ),
                ),
                ::azlogs::__private::SchemaEntry::Column(
                    ::azlogs::__private::ColumnSchema::new(
                            "Number",
                            ::azlogs::__private::ColumnType::Long,
                        )
                        .table_type(
                            <i64 as ::azlogs::__private::ColumnValue<
                                ::azlogs::__private::column::Long,
                            >>::TABLE_TYPE,
                        ),
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut ::azlogs::__private::RowWriter<'_>,
        ) -> ::core::result::Result<(), ::azlogs::__private::RowError> {
            <SystemTime as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::DateTime,
            >>::write_column(&self.time_generated, __azlogs_row, ",\"TimeGenerated\":")?;
            __azlogs_row
                .column::<
                    ::azlogs::__private::column::String,
                    _,
                >(",\"AwsEventId\":", &id_of(&self.aws_event_id))?;
            <Uuid as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::String,
            >>::write_column(&self.category, __azlogs_row, ",\"Category\":")?;
            <i64 as ::azlogs::__private::ColumnValue<
                ::azlogs::__private::column::Long,
            >>::write_column(&self.number, __azlogs_row, ",\"Number\":")?;
            ::core::result::Result::Ok(())
        }
    }
};
