using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class PairsAreFlashedAndJudged : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_vote_choice",
                table: "vote");

            migrationBuilder.DropIndex(
                name: "ux_triplet_painting_role",
                table: "triplet");

            migrationBuilder.AddColumn<bool>(
                name: "jnd",
                table: "vote",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<short>(
                name: "pair",
                table: "slot",
                type: "smallint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "judgement",
                columns: table => new
                {
                    vote_id = table.Column<long>(type: "bigint", nullable: false),
                    same_a = table.Column<bool>(type: "boolean", nullable: true),
                    same_b = table.Column<bool>(type: "boolean", nullable: true),
                    response_ms = table.Column<int[]>(type: "integer[]", nullable: false),
                    fault = table.Column<short>(type: "smallint", nullable: false),
                    refresh_hz = table.Column<double>(type: "double precision", nullable: false),
                    frames_off = table.Column<double>(type: "double precision", nullable: false),
                    dropped_frames = table.Column<int>(type: "integer", nullable: false),
                    retries = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judgement", x => x.vote_id);
                    table.CheckConstraint("ck_judgement_answered", "same_a is not null or same_b is not null");
                    table.CheckConstraint("ck_judgement_fault", "fault between 0 and 4 and dropped_frames >= 0 and retries >= 0");
                    table.ForeignKey(
                        name: "fk_judgement_votes_vote_id",
                        column: x => x.vote_id,
                        principalTable: "vote",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_vote_choice",
                table: "vote",
                sql: "choice in (0, 1) or (choice is null and (status = 5 or jnd))");

            migrationBuilder.CreateIndex(
                name: "ux_triplet_painting_role",
                table: "triplet",
                columns: new[] { "painting_id", "role", "campaign_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "judgement");

            migrationBuilder.DropCheckConstraint(
                name: "ck_vote_choice",
                table: "vote");

            migrationBuilder.DropIndex(
                name: "ux_triplet_painting_role",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "jnd",
                table: "vote");

            migrationBuilder.DropColumn(
                name: "pair",
                table: "slot");

            migrationBuilder.AddCheckConstraint(
                name: "ck_vote_choice",
                table: "vote",
                sql: "choice in (0, 1) or (choice is null and status = 5)");

            migrationBuilder.CreateIndex(
                name: "ux_triplet_painting_role",
                table: "triplet",
                columns: new[] { "painting_id", "role" },
                unique: true);
        }
    }
}
