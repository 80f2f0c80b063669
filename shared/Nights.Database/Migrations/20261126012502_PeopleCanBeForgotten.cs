using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class PeopleCanBeForgotten : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "participant",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "assignment",
                table: "hit_session",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "device",
                table: "hit_session",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "network",
                table: "hit_session",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "erased_participant",
                columns: table => new
                {
                    tombstone = table.Column<byte[]>(type: "bytea", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_participant", x => x.tombstone);
                });

            migrationBuilder.CreateTable(
                name: "participant_identity",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participant_identity", x => x.session_id);
                    table.ForeignKey(
                        name: "fk_participant_identity_hit_session_session_id",
                        column: x => x.session_id,
                        principalTable: "hit_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_participant_identity_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_hit_session_network",
                table: "hit_session",
                column: "created_at",
                filter: "network is not null");

            migrationBuilder.CreateIndex(
                name: "ux_hit_session_assignment",
                table: "hit_session",
                column: "assignment",
                unique: true,
                filter: "assignment is not null");

            migrationBuilder.CreateIndex(
                name: "ix_participant_identity_participant",
                table: "participant_identity",
                column: "participant_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "erased_participant");

            migrationBuilder.DropTable(
                name: "participant_identity");

            migrationBuilder.DropIndex(
                name: "ix_hit_session_network",
                table: "hit_session");

            migrationBuilder.DropIndex(
                name: "ux_hit_session_assignment",
                table: "hit_session");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "assignment",
                table: "hit_session");

            migrationBuilder.DropColumn(
                name: "device",
                table: "hit_session");

            migrationBuilder.DropColumn(
                name: "network",
                table: "hit_session");
        }
    }
}
