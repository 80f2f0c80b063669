using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace Nights.Database;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model. It never connects.</summary>
internal sealed class DesignTimeNightsDb : IDesignTimeDbContextFactory<NightsDb>
{
    public NightsDb CreateDbContext(string[] args) =>
        new((DbContextOptions<NightsDb>)new DbContextOptionsBuilder<NightsDb>()
            .UseNights(NpgsqlDataSource.Create("Host=localhost;Database=nights")).Options);
}
