using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class RunsTellHowTheyLearn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "agreement",
                table: "training_run",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "best_agreement",
                table: "training_run",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "best_epoch",
                table: "training_run",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "epoch",
                table: "training_run",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "pictures_per_second",
                table: "training_run",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "seconds_per_step",
                table: "training_run",
                type: "double precision",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "agreement",
                table: "training_run");

            migrationBuilder.DropColumn(
                name: "best_agreement",
                table: "training_run");

            migrationBuilder.DropColumn(
                name: "best_epoch",
                table: "training_run");

            migrationBuilder.DropColumn(
                name: "epoch",
                table: "training_run");

            migrationBuilder.DropColumn(
                name: "pictures_per_second",
                table: "training_run");

            migrationBuilder.DropColumn(
                name: "seconds_per_step",
                table: "training_run");
        }
    }
}
