using System.CommandLine;
using System.Security.Cryptography;
using Nights.Diffusion.Models;
using Nights.Domain.Storage;
using Nights.Generator.Models;
using Nights.Hosting;
using Nights.Hosting.Objects;

namespace Nights.Local.Commands;

/// <summary><c>nights model push | list</c>: Stable Diffusion models in the object store, from where generators fetch them once.</summary>
internal static class ModelCommand
{
    private static readonly Argument<DirectoryInfo> Folder = new("DIR") { Description = "Folder of a Stable Diffusion ONNX export." };
    private static readonly Argument<string> Name = new("NAME") { Description = "The name campaigns order it by, e.g. sd-2.1; never given twice." };
    private static readonly Option<DirectoryInfo> Data = CommonOptions.Data();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var push = new Command("push", "Put a model folder into the object store; what is there already is checked, so an interrupted push goes on.") { Folder, Name, Data, Json };
        push.SetAction(Push);
        var list = new Command("list", "Tell which models the object store holds.") { Data, Json };
        list.SetAction(List);
        return new Command("model", "Models in the object store: that of the local host's data folder, or the one NIGHTS__Objects__... names.") { push, list };
    }

    private static async Task<int> Push(ParseResult parsed, CancellationToken cancel)
    {
        var name = parsed.GetRequiredValue(Name);
        if (!ModelFiles.IsName(name))
            throw new CommandFailedException($"'{name}' cannot be a model's name; letters, digits, dots, hyphens and underscores can, 100 at most.");
        using var host = await Store(parsed, cancel);
        var objects = host.Services.GetRequiredService<IObjects>();
        try
        {
            var contents = ModelContents.Of(parsed.GetRequiredValue(Folder).FullName);
            var files = await Progress.Show($"Pushing {name}", parsed.GetValue(Json), progress => Push(contents, name, objects, progress, cancel));
            var bytes = files.Files.Sum(file => file.Bytes);
            if (parsed.GetValue(Json)) Terminal.Write(new { name, files = files.Files.Count, bytes });
            else Terminal.Line($"{name}: {files.Files.Count} files, {bytes >> 20} MiB. Campaigns order it with painting.model: {name}.");
            return 0;
        }
        catch (ModelFolderException refused)
        {
            throw new CommandFailedException(refused.Message, refused);
        }
    }

    private static async Task<ModelFiles> Push(ModelContents contents, string name, IObjects objects, IProgress<double>? progress, CancellationToken cancel)
    {
        var entries = new List<ModelFileEntry>();
        foreach (var file in contents.Files)
        {
            await using var stream = new FileStream(Path.Combine(contents.Directory, file), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true);
            entries.Add(new ModelFileEntry(file, stream.Length, contents.Hash(file)));
            await Put(ObjectKeys.DiffusionModel(name) + file, stream, entries[^1], objects, cancel);
            progress?.Report((double)entries.Count / contents.Files.Count);
        }

        var files = new ModelFiles(entries);
        var key = ObjectKeys.DiffusionModel(name) + ModelFiles.Name;
        if (!await objects.Put(key, files.ToJson(), "application/json", cancel) && !(await objects.Get(key, cancel)).AsSpan().SequenceEqual(files.ToJson()))
            throw new CommandFailedException($"The object store holds another model '{name}'. A name is never given twice: push this one as '{name}-2' or the like.");
        return files;
    }

    private static async Task Put(string key, Stream content, ModelFileEntry entry, IObjects objects, CancellationToken cancel)
    {
        if (await objects.Put(key, content, "application/octet-stream", cancel)) return;
        await using var there = await objects.Open(key, cancel);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(there, cancel)) != entry.Sha256)
            throw new CommandFailedException($"The object store holds another file at {key}. A model's name is never given twice: push this one under another.");
    }

    private static async Task<int> List(ParseResult parsed, CancellationToken cancel)
    {
        using var host = await Store(parsed, cancel);
        var objects = host.Services.GetRequiredService<IObjects>();
        var prefix = ObjectKeys.DiffusionModel("").TrimEnd('/') + "/";
        var names = new List<string>();
        await foreach (var key in objects.List(prefix, cancel))
            if (key[prefix.Length..].Split('/') is [var name, ModelFiles.Name]) names.Add(name);

        if (parsed.GetValue(Json)) Terminal.Write(names);
        else if (names.Count is 0) Terminal.Line("The object store holds no model; `nights model push DIR NAME` puts one there.");
        else foreach (var name in names) Terminal.Line(name);
        return 0;
    }

    /// <summary>The store the services are configured for, or the local host's; looked at as a service does at its start.</summary>
    private static async Task<IHost> Store(ParseResult parsed, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.AddNightsHosting();
        if (builder.Configuration["Objects:Kind"] is null)
            builder.Configuration.AddInMemoryCollection(
            [
                new("Objects:Kind", "disk"), new("Objects:Folder", Path.Combine(parsed.GetRequiredValue(Data).FullName, "objects")),
            ]);
        var host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }
}
