using System.Text.Json;
using Amazon.S3;
using Nights.Diffusion.Procedural;
using Nights.TestServers;

namespace Nights.IntegrationTests.Diffusion;

/// <summary>nights model push and list against a real S3 server, and a generator that fetches what was pushed.</summary>
public sealed class ModelCommandTests(S3Server s3)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pushed_model_is_listed_and_a_generator_starts_with_it()
    {
        await using var folder = ScratchFolder.Create("model");
        ProceduralModel.Write(folder["export"]);
        Directory.CreateDirectory(folder["export/unet/pytorch"]);
        File.WriteAllText(folder["export/unet/pytorch/weights.bin"], "of another framework");
        var store = await Store();

        (await Run(store, 0, "model", "list")).ShouldContain("no model");
        var pushed = JsonDocument.Parse(await Run(store, 0, "model", "push", folder["export"], "mini-1", "--json")).RootElement;
        var listed = await Run(store, 0, "model", "list");

        listed.Trim().ShouldBe("mini-1");
        pushed.GetProperty("files").GetInt32().ShouldBeGreaterThan(5);
        using var client = (await s3.Access()).Client();
        var keys = (await client.ListObjectsV2Async(new() { BucketName = Bucket(store) }, Cancel)).S3Objects.Select(item => item.Key).ToArray();
        keys.ShouldContain("diffusion/mini-1/files.json");
        keys.ShouldNotContain("diffusion/mini-1/unet/pytorch/weights.bin");

        var settings = new Dictionary<string, string?>(store)
        {
            ["Bus__Kind"] = "memory",
            ["Generator__Model"] = "mini-1",
            ["Generator__Cache"] = folder["cache"],
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Secrets__Key"] = Convert.ToBase64String(new byte[32]),
        };
        await using var generator = NightsProgram.Start("Generator", [], settings);
        var line = await generator.Says("Painting with", TimeSpan.FromMinutes(1), Cancel);
        line.ShouldContain(Path.Combine(folder["cache"], "fetched"));
    }

    [Fact]
    public async Task An_interrupted_push_goes_on_and_a_name_is_never_given_twice()
    {
        await using var folder = ScratchFolder.Create("model");
        ProceduralModel.Write(folder["export"]);
        var store = await Store();
        await Run(store, 0, "model", "push", folder["export"], "mini-1");
        using var client = (await s3.Access()).Client();
        foreach (var lost in new[] { "files.json", "unet/model.onnx" })
            await client.DeleteObjectAsync(Bucket(store), $"diffusion/mini-1/{lost}", Cancel);

        (await Run(store, 0, "model", "list")).ShouldContain("no model", customMessage: "half a model is none");
        (await Run(store, 0, "model", "push", folder["export"], "mini-1")).ShouldContain("painting.model: mini-1");
        (await Run(store, 0, "model", "push", folder["export"], "mini-1")).ShouldContain("painting.model: mini-1");

        File.AppendAllText(folder["export/tokenizer/vocab.json"], "\n");
        (await Run(store, 1, "model", "push", folder["export"], "mini-1")).ShouldContain("never given twice");
    }

    [Fact]
    public async Task A_folder_that_is_no_model_and_a_name_that_is_none_are_refused_before_anything_is_stored()
    {
        await using var folder = ScratchFolder.Create("model");
        ProceduralModel.Write(folder["export"]);
        var store = await Store();

        (await Run(store, 1, "model", "push", folder["nowhere"], "mini-1")).ShouldContain("does not exist");
        (await Run(store, 1, "model", "push", folder["export"], "a/b")).ShouldContain("'a/b' cannot be a model's name");
        File.Delete(folder["export/unet/model.onnx"]);
        (await Run(store, 1, "model", "push", folder["export"], "mini-1")).ShouldContain("unet");

        using var client = (await s3.Access()).Client();
        try
        {
            (await client.ListObjectsV2Async(new() { BucketName = Bucket(store) }, Cancel)).S3Objects.ShouldBeNull();
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode is "NoSuchBucket")
        {
            // nothing was stored, so nobody made the bucket
        }
    }

    private static string Bucket(IReadOnlyDictionary<string, string?> store) => store["Objects__Bucket"]!;

    private async Task<IReadOnlyDictionary<string, string?>> Store() =>
        (await s3.Access()).Settings(S3Server.NewBucket()).ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value);

    private static async Task<string> Run(IReadOnlyDictionary<string, string?> store, int code, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, store);
        (await program.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(code, program.Output);
        return program.Output;
    }
}
