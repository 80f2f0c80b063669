using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class StudiesSubmissionsAndALedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "channel_notification",
                columns: table => new
                {
                    channel = table.Column<string>(type: "text", nullable: false),
                    event_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    study = table.Column<string>(type: "text", nullable: true),
                    submission_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    submission_state = table.Column<short>(type: "smallint", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    handled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_notification", x => new { x.channel, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "ledger_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    external_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    step = table.Column<short>(type: "smallint", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entry", x => x.id);
                    table.CheckConstraint("ck_ledger_entry", "step between 0 and 2 and amount_minor >= 0");
                });

            migrationBuilder.CreateTable(
                name: "participant_block",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participant_block", x => x.participant_id);
                    table.ForeignKey(
                        name: "fk_participant_block_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "study",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    reward_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    page = table.Column<string>(type: "text", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    completion_code = table.Column<string>(type: "text", nullable: false),
                    partial_code = table.Column<string>(type: "text", nullable: false),
                    completion_url = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remote_word = table.Column<string>(type: "text", nullable: true),
                    remote_places = table.Column<int>(type: "integer", nullable: true),
                    remote_taken = table.Column<int>(type: "integer", nullable: true),
                    reconciled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_study", x => x.id);
                    table.CheckConstraint("ck_study_places", "places > 0 and reward_minor >= 0");
                    table.CheckConstraint("ck_study_state", "state between 0 and 4");
                    table.ForeignKey(
                        name: "fk_study_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "submission",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    external_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    remote_state = table.Column<short>(type: "smallint", nullable: false),
                    remote_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verified = table.Column<bool>(type: "boolean", nullable: true),
                    auto_approve_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submission", x => x.id);
                    table.CheckConstraint("ck_submission_remote_state", "remote_state between 0 and 9");
                    table.CheckConstraint("ck_submission_verdict", "verdict between 0 and 3");
                    table.ForeignKey(
                        name: "fk_submission_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_submission_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "hit_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_submission_study_study_id",
                        column: x => x.study_id,
                        principalTable: "study",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "channel_call",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_fault = table.Column<string>(type: "text", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_call", x => x.id);
                    table.CheckConstraint("ck_channel_call", "kind between 0 and 10 and state between 0 and 3");
                    table.ForeignKey(
                        name: "fk_channel_call_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "study",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_channel_call_submissions_submission_id",
                        column: x => x.submission_id,
                        principalTable: "submission",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_channel_call_open",
                table: "channel_call",
                columns: new[] { "not_before", "id" },
                filter: "state in (0, 1)");

            migrationBuilder.CreateIndex(
                name: "ix_channel_call_study",
                table: "channel_call",
                columns: new[] { "study_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_channel_call_submission_id",
                table: "channel_call",
                column: "submission_id");

            migrationBuilder.CreateIndex(
                name: "ux_channel_call_key",
                table: "channel_call",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_channel_notification_open",
                table: "channel_notification",
                column: "at",
                filter: "handled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entry_study",
                table: "ledger_entry",
                columns: new[] { "study_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entry_submission",
                table: "ledger_entry",
                column: "submission_id");

            migrationBuilder.CreateIndex(
                name: "ux_ledger_entry_payment",
                table: "ledger_entry",
                columns: new[] { "channel", "external_key", "kind", "step" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_study_campaign",
                table: "study",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "ux_study_external",
                table: "study",
                columns: new[] { "channel", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_submission_participant",
                table: "submission",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_submission_study",
                table: "submission",
                columns: new[] { "study_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_submission_external",
                table: "submission",
                columns: new[] { "channel", "external_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_submission_session",
                table: "submission",
                column: "session_id",
                unique: true);

            // The ledger grows and does nothing else, whoever asks.
            migrationBuilder.Sql(
                """
                create function refuse_ledger_change() returns trigger language plpgsql as $$
                begin
                    raise exception 'The payment ledger is only added to: % is refused.', tg_op using errcode = 'restrict_violation';
                end $$;
                create trigger tr_ledger_entry_rows before update or delete on ledger_entry for each row execute function refuse_ledger_change();
                create trigger tr_ledger_entry_all before truncate on ledger_entry for each statement execute function refuse_ledger_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger tr_ledger_entry_rows on ledger_entry; drop trigger tr_ledger_entry_all on ledger_entry; drop function refuse_ledger_change();");
            migrationBuilder.DropTable(
                name: "channel_call");

            migrationBuilder.DropTable(
                name: "channel_notification");

            migrationBuilder.DropTable(
                name: "ledger_entry");

            migrationBuilder.DropTable(
                name: "participant_block");

            migrationBuilder.DropTable(
                name: "submission");

            migrationBuilder.DropTable(
                name: "study");
        }
    }
}
