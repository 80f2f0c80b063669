using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class PaintingsVaryRepeatAndCost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "attempt",
                table: "painting",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "cost_minor",
                table: "painting",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "repeats",
                table: "painting",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "reserved_minor",
                table: "painting",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "screened",
                table: "painting",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "variations",
                table: "painting",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "overspent_minor",
                table: "campaign",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "picture_fingerprint",
                columns: table => new
                {
                    painting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<short>(type: "smallint", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<long>(type: "bigint", nullable: false),
                    thumbnail = table.Column<byte[]>(type: "bytea", nullable: false),
                    brightness = table.Column<int>(type: "integer", nullable: false),
                    quarter0 = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "((hash >> 48) & 65535)::int", stored: true),
                    quarter1 = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "((hash >> 32) & 65535)::int", stored: true),
                    quarter2 = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "((hash >> 16) & 65535)::int", stored: true),
                    quarter3 = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "(hash & 65535)::int", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture_fingerprint", x => new { x.painting_id, x.place });
                    table.CheckConstraint("ck_picture_fingerprint", "place between 0 and 2 and octet_length(thumbnail) = 192");
                    table.ForeignKey(
                        name: "fk_picture_fingerprint_painting_painting_id",
                        column: x => x.painting_id,
                        principalTable: "painting",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_painting_attempt",
                table: "painting",
                sql: "attempt >= 0 and repeats >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_painting_cost",
                table: "painting",
                sql: "cost_minor >= 0 and reserved_minor >= 0 and (reserved_minor = 0 or state = 1)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_campaign_overspent",
                table: "campaign",
                sql: "overspent_minor = 0 or (overspent_minor > 0 and committed_minor = cap_minor)");

            migrationBuilder.CreateIndex(
                name: "ix_picture_fingerprint_quarter_0",
                table: "picture_fingerprint",
                columns: new[] { "campaign_id", "quarter0", "brightness" });

            migrationBuilder.CreateIndex(
                name: "ix_picture_fingerprint_quarter_1",
                table: "picture_fingerprint",
                columns: new[] { "campaign_id", "quarter1", "brightness" });

            migrationBuilder.CreateIndex(
                name: "ix_picture_fingerprint_quarter_2",
                table: "picture_fingerprint",
                columns: new[] { "campaign_id", "quarter2", "brightness" });

            migrationBuilder.CreateIndex(
                name: "ix_picture_fingerprint_quarter_3",
                table: "picture_fingerprint",
                columns: new[] { "campaign_id", "quarter3", "brightness" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "picture_fingerprint");

            migrationBuilder.DropCheckConstraint(
                name: "ck_painting_attempt",
                table: "painting");

            migrationBuilder.DropCheckConstraint(
                name: "ck_painting_cost",
                table: "painting");

            migrationBuilder.DropCheckConstraint(
                name: "ck_campaign_overspent",
                table: "campaign");

            migrationBuilder.DropColumn(
                name: "attempt",
                table: "painting");

            migrationBuilder.DropColumn(
                name: "cost_minor",
                table: "painting");

            migrationBuilder.DropColumn(
                name: "repeats",
                table: "painting");

            migrationBuilder.DropColumn(
                name: "reserved_minor",
                table: "painting");

            migrationBuilder.DropColumn(
                name: "screened",
                table: "painting");

            migrationBuilder.DropColumn(
                name: "variations",
                table: "painting");

            migrationBuilder.DropColumn(
                name: "overspent_minor",
                table: "campaign");
        }
    }
}
