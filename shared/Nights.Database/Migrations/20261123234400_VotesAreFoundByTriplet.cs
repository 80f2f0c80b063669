using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Nights.Database.Migrations
{
    /// <inheritdoc />
    public partial class VotesAreFoundByTriplet : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_vote_triplet",
                table: "vote",
                column: "triplet_id",
                filter: "triplet_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_vote_triplet",
                table: "vote");
        }
    }
}
