const _: () = {
    use ::azlogs::__private as __azlogs;
    #[automatically_derived]
    impl __azlogs::LogRecord for Event {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Microsoft-AWSCloudTrail",
            &[
                __azlogs::datetime("TimeGenerated"),
                __azlogs::SchemaEntry::Column(
                    __azlogs::ColumnSchema::new(
                            "AwsEventId",
                            __azlogs::ColumnType::String,
                        )
                        .table_type(__azlogs::TableColumnType::Guid),
                ),
                __azlogs::string("Category"),
                __azlogs::long("Number"),
            ],
        );
        fn write_row(&self, __azlogs_row: &mut __azlogs::RowWriter<'_>) {
            <SystemTime as __azlogs::ColumnValue<
                __azlogs::DateTime,
            >>::write_column(
                &self.time_generated,
                __azlogs_row,
                b",\"TimeGenerated\":\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0F",
            );
            __azlogs_row
                .column::<__azlogs::String, _>("AwsEventId", &id_of(&self.aws_event_id));
            <Uuid as __azlogs::ColumnValue<
                __azlogs::String,
            >>::write_column(&self.category, __azlogs_row, b",\"Category\":\0\0\0\x04");
            <i64 as __azlogs::ColumnValue<
                __azlogs::Long,
            >>::write_column(&self.number, __azlogs_row, b",\"Number\":\0\0\0\0\0\x06");
        }
    }
};
