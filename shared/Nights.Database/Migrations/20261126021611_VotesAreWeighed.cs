using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class VotesAreWeighed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "skill",
                table: "vote",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "evidence_a",
                table: "triplet",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "evidence_b",
                table: "triplet",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "unskilled_a",
                table: "triplet",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "unskilled_b",
                table: "triplet",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddCheckConstraint(
                name: "ck_vote_skill",
                table: "vote",
                sql: "skill between 0 and 10000");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_vote_skill",
                table: "vote");

            migrationBuilder.DropColumn(
                name: "skill",
                table: "vote");

            migrationBuilder.DropColumn(
                name: "evidence_a",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "evidence_b",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "unskilled_a",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "unskilled_b",
                table: "triplet");
        }
    }
}
