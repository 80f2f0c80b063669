using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class ModelsGuideCampaigns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "distance_a",
                table: "triplet",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "distance_b",
                table: "triplet",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "expected_a",
                table: "triplet",
                type: "double precision",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "awaited_score",
                columns: table => new
                {
                    painting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_awaited_score", x => x.painting_id);
                    table.ForeignKey(
                        name: "fk_awaited_score_paintings_painting_id",
                        column: x => x.painting_id,
                        principalTable: "painting",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_triplet_expected",
                table: "triplet",
                sql: "expected_a > 0 and expected_a < 1");

            migrationBuilder.CreateIndex(
                name: "ix_awaited_score_since",
                table: "awaited_score",
                column: "since");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "awaited_score");

            migrationBuilder.DropCheckConstraint(
                name: "ck_triplet_expected",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "distance_a",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "distance_b",
                table: "triplet");

            migrationBuilder.DropColumn(
                name: "expected_a",
                table: "triplet");
        }
    }
}
