const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl __azlogs::LogRecord for Event {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Microsoft-AWSCloudTrail",
            &[
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new(
                        "TimeGenerated",
                        __azlogs::ColumnType::DateTime,
                    ),
                ),
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new(
                            "AwsEventId",
                            __azlogs::ColumnType::String,
                        )
                        .table_type(__azlogs::TableColumnType::Guid),
                ),
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new("Category", __azlogs::ColumnType::String),
                ),
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new("Number", __azlogs::ColumnType::Long),
                ),
            ],
        );
        fn write_row(
            &self,
            __azlogs_row: &mut __azlogs::RowWriter<'_>,
        ) -> ::core::result::Result<(), __azlogs::RowError> {
            <SystemTime as __azlogs::ColumnValue<
                __azlogs::column::DateTime,
            >>::write_column(&self.time_generated, __azlogs_row, ",\"TimeGenerated\":")?;
            __azlogs_row
                .column::<
                    __azlogs::column::String,
                    _,
                >(",\"AwsEventId\":", &id_of(&self.aws_event_id))?;
            <Uuid as __azlogs::ColumnValue<
                __azlogs::column::String,
            >>::write_column(&self.category, __azlogs_row, ",\"Category\":")?;
            <i64 as __azlogs::ColumnValue<
                __azlogs::column::Long,
            >>::write_column(&self.number, __azlogs_row, ",\"Number\":")?;
            ::core::result::Result::Ok(())
        }
    }
};
