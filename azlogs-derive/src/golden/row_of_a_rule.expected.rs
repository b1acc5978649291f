const _: () = {
    use ::azlogs::__private as __azlogs;
    let _ = ::core::include_bytes!("$PACKAGE/src/golden/orders.json");
    #[diagnostic::on_unimplemented(
        message = "`{Self}` doesn't fit a column of type real",
        label = "column `Amount` is declared as real at src/golden/orders.json:12:39",
        note = "a real column holds `f32`, `f64`, `i8` to `i32` and `u8` to `u32`: larger integers lose digits, and the service stores null for a text",
        note = "`Option`, `&`, `Box`, `Arc`, `Rc` and `Cow` fit where their content fits; a newtype with #[derive(LogColumn)] as well"
    )]
    trait __AzlogsFits_amount {
        const TABLE_TYPE: __azlogs::TableColumnType;
        fn write(&self, row: &mut __azlogs::RowWriter<'_>);
    }
    #[diagnostic::do_not_recommend]
    impl<
        __AzlogsValue: __azlogs::ColumnValue<__azlogs::Real> + ?::core::marker::Sized,
    > __AzlogsFits_amount for __AzlogsValue {
        const TABLE_TYPE: __azlogs::TableColumnType = <Self as __azlogs::ColumnValue<
            __azlogs::Real,
        >>::TABLE_TYPE;
        #[inline]
        fn write(&self, row: &mut __azlogs::RowWriter<'_>) {
            <Self as __azlogs::ColumnValue<
                __azlogs::Real,
            >>::write_column(self, row, b",\"Amount\":\0\0\0\0\0\x06");
        }
    }
    #[automatically_derived]
    impl<'a> __azlogs::LogRecord for Order<'a> {
        const SCHEMA: __azlogs::StreamSchema = __azlogs::StreamSchema::new(
            "Custom-Orders",
            &[
                __azlogs::datetime("TimeGenerated"),
                __azlogs::string("OrderId"),
                __azlogs::int("Quantity"),
                __azlogs::real("Amount"),
                __azlogs::dynamic("Details"),
                __azlogs::string("Note"),
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
            <&'a str as __azlogs::ColumnValue<
                __azlogs::String,
            >>::write_column(&self.order_id, __azlogs_row, b",\"OrderId\":\0\0\0\0\x05");
            <Option<
                i32,
            > as __azlogs::ColumnValue<
                __azlogs::Int,
            >>::write_column_or_null(
                &self.quantity,
                __azlogs_row,
                b",\"Quantity\":\0\0\0\x04",
            );
            __AzlogsFits_amount::write(&money::in_euros(&self.amount), __azlogs_row);
            __azlogs_row.dynamic::<Details>("Details", &self.details);
            __azlogs_row.json_string::<Vec<Note>>("Note", &self.note);
        }
    }
};
