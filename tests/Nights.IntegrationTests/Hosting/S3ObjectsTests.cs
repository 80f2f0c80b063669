using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Nights.Hosting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Hosting;

public sealed class S3ObjectsTests(S3Server s3) : ObjectsContract
{
    private readonly string bucket = S3Server.NewBucket();

    [Fact]
    public async Task A_list_longer_than_a_page_is_complete()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_050), Cancel, async (i, cancel) =>
            await Objects.Put($"many/{i:D4}", "x"u8.ToArray(), "text/plain", cancel));

        var keys = await Objects.List("many/", Cancel).ToListAsync(Cancel);
        keys.ShouldBe(Enumerable.Range(0, 1_050).Select(i => $"many/{i:D4}"));

        await Objects.Delete(keys, Cancel);
        (await Objects.List("many/", Cancel).ToListAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_secret_stops_the_service_at_its_start_with_the_variables_to_check()
    {
        var settings = new Dictionary<string, string?>(await Settings()) { ["Objects:SecretKey"] = "wrong" };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddNightsHosting();
        using var host = builder.Build();

        var fault = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Cancel));

        fault.Message.ShouldContain("Objects__SecretKey");
        fault.Message.ShouldContain(bucket);
    }

    [Fact]
    public async Task No_part_of_an_upload_that_broke_is_left_behind()
    {
        using var breaking = new BreakingStream(30_000_000);
        await Should.ThrowAsync<InvalidDataException>(() => Objects.Put("torn", breaking, "application/octet-stream", Cancel));

        using IAmazonS3 client = (await s3.Access()).Client();
        (await client.ListMultipartUploadsAsync(bucket, Cancel)).MultipartUploads.ShouldBeNull();
        (await Objects.Exists("torn", Cancel)).ShouldBeFalse();
    }

    protected override async Task<IReadOnlyDictionary<string, string?>> Settings() =>
        new Dictionary<string, string?>((await s3.Access()).Settings(bucket)) { ["Objects:MultipartFrom"] = $"{5 << 20}" };

    /// <summary>Gives two thirds of what it claims, then breaks.</summary>
    private sealed class BreakingStream(int length) : MemoryStream(new byte[length])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > Length * 2 / 3 ? throw new InvalidDataException("The source broke.") : await base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 << 20)], cancellationToken);
    }
}
