using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns;
using Nights.Database;
using Nights.Domain.Training;
using Nights.Hosting.Bus;

namespace Nights.Local;

/// <summary>
/// All four services in this process: one host with the in-memory bus, every consumer, the painter and the trainer; one web application
/// for participants and one for operators; below them the private PostgreSQL and a folder of objects. Started from the ground up, stopped
/// from the top down. What a killed host had under way is picked up by the next start.
/// </summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> parts = new();
    private readonly List<IHost> hosts = [];

    private LocalHost()
    {
    }

    /// <summary>The one-time token of a first start, else null.</summary>
    public string? SetUpToken { get; private set; }

    /// <exception cref="Commands.CommandFailedException">Port, folder or PostgreSQL cannot be had; the message says what to do.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "Parts are disposed with the host.")]
    public static async Task<LocalHost> Start(LocalHostOptions options, CancellationToken cancel)
    {
        var host = new LocalHost();
        try
        {
            await host.StartParts(options, cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the token asks to stop, or a service ends by itself, which throws.</summary>
    public async Task Ended(CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            [cancel, .. hosts.Select(host => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping)]);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        if (!cancel.IsCancellationRequested) throw new InvalidOperationException("A service of the local host ended by itself; its log says why.");
    }

    public async ValueTask DisposeAsync()
    {
        // A part that cannot end cleanly must not keep the ones below it running.
        var faults = new List<Exception>();
        while (parts.TryPop(out var part))
        {
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception fault)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0) throw new AggregateException("The local host did not end cleanly.", faults);
    }

    private async Task StartParts(LocalHostOptions options, CancellationToken cancel)
    {
        var folder = DataFolder.Take(options.Folder);
        parts.Push(new Closing(folder.Dispose));
        LoopbackPort.Check(options.Port, "--port");
        LoopbackPort.Check(options.OperatorPort, "--operator-port");
        var secrets = new SecretFiles(folder.Path);
        var postgres = await PrivatePostgres.Start(folder.Postgres, secrets.DatabasePassword, cancel);
        parts.Push(postgres);
        await Prepare(postgres.ConnectionString, secrets, cancel);

        var settings = LocalSettings.For(folder, postgres, secrets, options);
        var logs = new LocalLogs(folder, options.LogToTerminal);
        parts.Push(logs);
        var engine = Engine.Build(settings, logs);
        await Run(engine, cancel);
        var messages = engine.Services.GetRequiredService<IMessages>();
        await Run(Sites.Public(settings, options.PublicUrl, messages, logs), cancel);
        await Run(Sites.Operators(settings, options.OperatorUrl, messages, logs), cancel);

        folder.Announce(new HostFile(options.PublicUrl, options.OperatorUrl, Environment.ProcessId));
        parts.Push(new Closing(() => File.Delete(Path.Combine(folder.Path, HostFile.Name))));
    }

    private async Task Prepare(string connection, SecretFiles secrets, CancellationToken cancel)
    {
        await ApplyMigrations.Run(connection, cancel);
        await using var services = new ServiceCollection().AddNightsDatabase(connection).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContextAsync(cancel);
        SetUpToken = await OperatorEntry.Prepare(db, secrets, cancel);

        // Nobody else trains from this database: a run that is still under way was under way in a life that has ended.
        await db.Database.ExecuteSqlAsync($"update training_run set lease_until = now() where state = {(short)RunState.Running}", cancel);
    }

    private async Task Run(IHost host, CancellationToken cancel)
    {
        hosts.Add(host);
        parts.Push(new Stopping(host));
        await host.StartAsync(cancel);
    }

    private sealed class Closing(Action close) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            close();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Stopping(IHost host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            if (host is IAsyncDisposable both) await both.DisposeAsync();
            else host.Dispose();
        }
    }
}
