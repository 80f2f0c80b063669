using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class ParticipantsHaveARecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_vote_status",
                table: "vote");

            migrationBuilder.DropCheckConstraint(
                name: "ck_trial_one_source",
                table: "trial");

            migrationBuilder.DropCheckConstraint(
                name: "ck_gold",
                table: "gold");

            migrationBuilder.AddColumn<short>(
                name: "status_before",
                table: "vote",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "instructed_left",
                table: "trial",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "kind",
                table: "gold",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "retired_at",
                table: "gold",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "triplet_id",
                table: "gold",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "participant_mark",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lifted_by = table.Column<string>(type: "text", nullable: true),
                    lift_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participant_mark", x => x.id);
                    table.CheckConstraint("ck_participant_mark_ends", "ends_at is null or kind in (3, 4)");
                    table.CheckConstraint("ck_participant_mark_kind", "kind between 0 and 4");
                    table.CheckConstraint("ck_participant_mark_lifted", "(lifted_at is null) = (lifted_by is null)");
                    table.ForeignKey(
                        name: "fk_participant_mark_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_participant_mark_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_participant_mark_submission_submission_id",
                        column: x => x.submission_id,
                        principalTable: "submission",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_vote_status",
                table: "vote",
                sql: "status between 0 and 8");

            migrationBuilder.AddCheckConstraint(
                name: "ck_trial_one_source",
                table: "trial",
                sql: "(slot_id is null or triplet_id is not null) and (triplet_id is null) <> (gold_id is null)");

            migrationBuilder.CreateIndex(
                name: "ux_gold_triplet",
                table: "gold",
                column: "triplet_id",
                unique: true,
                filter: "retired_at is null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_gold",
                table: "gold",
                sql: "answer in (0, 1) and cardinality(displays) = 3 and kind between 0 and 2 and (kind = 2) = (triplet_id is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_participant_mark_campaign_id",
                table: "participant_mark",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "ix_participant_mark_live",
                table: "participant_mark",
                column: "participant_id",
                filter: "lifted_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_participant_mark_submission",
                table: "participant_mark",
                column: "submission_id",
                filter: "lifted_at is null");

            // Whoever was excluded before has a record from now on, and their votes know what they counted for: an operator can undo it. Those answered
            // after the exclusion cannot be told from the others any more; put back, they count where the triplet still takes a vote.
            migrationBuilder.Sql(
                """
                insert into participant_mark (id, participant_id, kind, reason, by, at)
                select gen_random_uuid(), id, 2, coalesce(exclusion_reason, 'excluded'), 'rules', created_at from participant where state = 1;
                insert into participant_mark (id, participant_id, kind, reason, by, at, ends_at)
                select gen_random_uuid(), participant_id, 3, reason, "by", at, ends_at from participant_block;
                update vote set status_before = 0 where status = 4 and triplet_id is not null and choice is not null;
                """);

            migrationBuilder.DropTable(
                name: "participant_block");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.Sql(
                """
                insert into participant_block (participant_id, reason, "by", at, ends_at)
                select distinct on (participant_id) participant_id, reason, by, at, ends_at from participant_mark
                where kind = 3 and campaign_id is null and lifted_at is null order by participant_id, at desc
                """);

            migrationBuilder.DropTable(
                name: "participant_mark");

            migrationBuilder.DropCheckConstraint(
                name: "ck_vote_status",
                table: "vote");

            migrationBuilder.DropCheckConstraint(
                name: "ck_trial_one_source",
                table: "trial");

            migrationBuilder.DropIndex(
                name: "ux_gold_triplet",
                table: "gold");

            migrationBuilder.DropCheckConstraint(
                name: "ck_gold",
                table: "gold");

            migrationBuilder.DropColumn(
                name: "status_before",
                table: "vote");

            migrationBuilder.DropColumn(
                name: "instructed_left",
                table: "trial");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "gold");

            migrationBuilder.DropColumn(
                name: "retired_at",
                table: "gold");

            migrationBuilder.DropColumn(
                name: "triplet_id",
                table: "gold");

            migrationBuilder.AddCheckConstraint(
                name: "ck_vote_status",
                table: "vote",
                sql: "status between 0 and 5");

            migrationBuilder.AddCheckConstraint(
                name: "ck_trial_one_source",
                table: "trial",
                sql: "(slot_id is null) = (triplet_id is null) and (slot_id is null) <> (gold_id is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_gold",
                table: "gold",
                sql: "answer in (0, 1) and cardinality(displays) = 3");
        }
    }
}
