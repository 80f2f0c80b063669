using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Hosting;
using Nights.Hosting.Objects;

namespace Nights.IntegrationTests.Hosting;

/// <summary>What every object store must do; run against a folder and against a real S3 server.</summary>
public abstract class ObjectsContract : IAsyncLifetime
{
    private IHost? host;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected IObjects Objects => host!.Services.GetRequiredService<IObjects>();

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(await Settings());
        builder.AddNightsHosting();
        host = builder.Build();
        await host.StartAsync(Cancel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (host is not null) await host.StopAsync(CancellationToken.None);
        host?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_put_is_read_back_byte_for_byte()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);

        (await Objects.Put("cas/sha256/ab/cd/abcd.png", content, "image/png", Cancel)).ShouldBeTrue();

        (await Objects.Exists("cas/sha256/ab/cd/abcd.png", Cancel)).ShouldBeTrue();
        (await Objects.Get("cas/sha256/ab/cd/abcd.png", Cancel)).ShouldBe(content);
        await using var stream = await Objects.Open("cas/sha256/ab/cd/abcd.png", Cancel);
        (await Read(stream)).ShouldBe(content);
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        (await Objects.Put("empty", ReadOnlyMemory<byte>.Empty, "text/plain", Cancel)).ShouldBeTrue();
        (await Objects.Get("empty", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_put_says_false_and_leaves_the_first_as_it_is()
    {
        (await Objects.Put("once", "first"u8.ToArray(), "text/plain", Cancel)).ShouldBeTrue();
        (await Objects.Put("once", "second"u8.ToArray(), "text/plain", Cancel)).ShouldBeFalse();
        (await Objects.Put("once", new MemoryStream("third"u8.ToArray()), "text/plain", Cancel)).ShouldBeFalse();

        Encoding.UTF8.GetString(await Objects.Get("once", Cancel)).ShouldBe("first");
    }

    [Fact]
    public async Task Of_sixteen_writers_at_once_one_wins_and_its_content_stays()
    {
        var contents = Enumerable.Range(0, 16).Select(_ => RandomNumberGenerator.GetBytes(200_000)).ToArray();

        var won = await Task.WhenAll(contents.Select(content => Task.Run(() => Objects.Put("race", content, "application/octet-stream", Cancel), Cancel)));

        won.Count(stored => stored).ShouldBe(1);
        (await Objects.Get("race", Cancel)).ShouldBe(contents[Array.IndexOf(won, true)]);
    }

    [Fact]
    public async Task A_large_stream_goes_in_parts_and_comes_back_whole()
    {
        var content = RandomNumberGenerator.GetBytes(21_000_001);   // above MultipartFrom of these tests, and no multiple of a part
        using var stream = new MemoryStream(content) { Position = 77 };   // an object is the whole stream, wherever it stands

        (await Objects.Put("large", stream, "application/octet-stream", Cancel)).ShouldBeTrue();
        (await Objects.Put("large", stream, "application/octet-stream", Cancel)).ShouldBeFalse();

        await using var read = await Objects.Open("large", Cancel);
        SHA256.HashData(await Read(read)).ShouldBe(SHA256.HashData(content));
    }

    [Fact]
    public async Task A_missing_object_is_named()
    {
        (await Objects.Exists("not/there", Cancel)).ShouldBeFalse();
        (await Should.ThrowAsync<ObjectMissingException>(() => Objects.Get("not/there", Cancel))).Key.ShouldBe("not/there");
        (await Should.ThrowAsync<ObjectMissingException>(() => Objects.Open("not/there", Cancel))).Message.ShouldContain("'not/there'");
    }

    [Fact]
    public async Task Keys_are_listed_below_a_prefix_in_ordinal_order()
    {
        string[] keys = ["run/b", "run/a/2", "run/a-1", "run/a.x", "run/A", "run/a/10", "runs/z", "run0"];
        foreach (var key in keys) await Objects.Put(key, "x"u8.ToArray(), "text/plain", Cancel);

        (await Objects.List("run/", Cancel).ToListAsync(Cancel)).ShouldBe(["run/A", "run/a-1", "run/a.x", "run/a/10", "run/a/2", "run/b"]);
        (await Objects.List("run/a", Cancel).ToListAsync(Cancel)).ShouldBe(["run/a-1", "run/a.x", "run/a/10", "run/a/2"]);
        (await Objects.List("run", Cancel).ToListAsync(Cancel)).ShouldBe(keys.Order(StringComparer.Ordinal));
        (await Objects.List("nothing/here/", Cancel).ToListAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleted_objects_are_gone_and_missing_ones_do_not_matter()
    {
        await Objects.Put("old/1", "x"u8.ToArray(), "text/plain", Cancel);
        await Objects.Put("old/2", "x"u8.ToArray(), "text/plain", Cancel);

        await Objects.Delete(["old/1", "old/never"], Cancel);

        (await Objects.List("old/", Cancel).ToListAsync(Cancel)).ShouldBe(["old/2"]);
        (await Objects.Put("old/1", "y"u8.ToArray(), "text/plain", Cancel)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("../escaped")]
    [InlineData("a/../../escaped")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("ünïcode")]
    [InlineData("")]
    public async Task A_key_that_would_leave_its_place_is_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Objects.Put(key, "x"u8.ToArray(), "text/plain", Cancel));
        await Should.ThrowAsync<ArgumentException>(() => Objects.Get(key, Cancel));
        await Should.ThrowAsync<ArgumentException>(() => Objects.Open(key, Cancel));
        await Should.ThrowAsync<ArgumentException>(() => Objects.Exists(key, Cancel));
        await Should.ThrowAsync<ArgumentException>(() => Objects.Delete([key], Cancel));
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused_with_the_limit()
    {
        var fault = await Should.ThrowAsync<ArgumentException>(() => Objects.Put(new string('k', 513), "x"u8.ToArray(), "text/plain", Cancel));
        fault.Message.ShouldContain("512");
    }

    /// <summary>Section "Objects" of a store that nobody else uses.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string?>> Settings();

    private static async Task<byte[]> Read(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancel);
        return all.ToArray();
    }
}
