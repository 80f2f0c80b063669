using System.Net;
using Amazon.Runtime;

namespace Nights.TestServers;

/// <summary>
/// A real S3 server for the test run: NIGHTS_TEST_S3 (http://accesskey:secretkey@host:port) when set, else a private Ceph of one monitor, one
/// storage daemon in memory and one gateway, started when the first test asks. Strict about signatures, and its conditional writes are atomic.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    private const string Packages = "radosgw ceph-mon ceph-osd";

    private readonly Lazy<Task<S3Access>> access;
    private ScratchFolder? folder;

    public S3Server() => access = new Lazy<Task<S3Access>>(() =>
        Environment.GetEnvironmentVariable("NIGHTS_TEST_S3") is { Length: > 0 } given ? Task.FromResult(S3Access.Parse(given)) : Start());

    /// <summary>Where the server is and who may enter.</summary>
    public Task<S3Access> Access() => access.Value;

    /// <summary>A name no other test has. The bucket itself is made by whoever uses it first.</summary>
    public static string NewBucket() => $"nights-{Guid.CreateVersion7():N}";

    public async ValueTask DisposeAsync()
    {
        if (folder is not null) await folder.DisposeAsync();
    }

    private async Task<S3Access> Start()
    {
        foreach (var program in (string[])["ceph", "ceph-authtool", "monmaptool", "ceph-mon", "ceph-osd", "radosgw", "radosgw-admin"])
            Installed.Find(program, Packages);
        folder = ScratchFolder.Create("s3");
        foreach (var part in (string[])["mon", "osd", "rgw", "log", "run"]) Directory.CreateDirectory(folder[part]);
        var (monitorPort, port) = (Loopback.FreePort(), Loopback.FreePort());
        var (cluster, daemon) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var conf = folder["ceph.conf"];
        await File.WriteAllTextAsync(conf, Configuration(folder.Path, cluster, monitorPort, port));

        await Keys(folder["keyring"]);
        await ServerProcess.Run(folder, "monmaptool", ["--create", "--addv", "a", $"[v1:127.0.0.1:{monitorPort}]", "--fsid", $"{cluster}", folder["monmap"]]);
        await ServerProcess.Run(folder, "ceph-mon",
            ["-c", conf, "--mkfs", "-i", "a", "--monmap", folder["monmap"], "--keyring", folder["keyring"], "--mon-data", folder["mon"]]);
        var monitor = ServerProcess.Start(folder, "ceph-mon", ["-c", conf, "-f", "-i", "a", "--mon-data", folder["mon"]]);
        await Loopback.Accepting(monitorPort, monitor, "The Ceph monitor", TimeSpan.FromSeconds(30));

        // The daemon's id must be known to the monitor before the daemon makes its store with the same id.
        await Asked(conf, "osd", "new", $"{daemon}");
        await ServerProcess.Run(folder, "ceph-osd", ["-c", conf, "-i", "0", "--mkfs", "--osd-data", folder["osd"], "--osd-uuid", $"{daemon}"]);
        await StorageDaemon(conf);

        var gateway = ServerProcess.Start(folder, "radosgw", ["-c", conf, "-f", "-n", "client.rgw.nights"]);
        try
        {
            await Loopback.Accepting(port, gateway, "The Ceph gateway", TimeSpan.FromSeconds(120));
        }
        catch (InvalidOperationException fault)
        {
            var logs = Directory.GetFiles(folder["log"]).Select(log => $"{Path.GetFileName(log)}:\n{string.Join('\n', File.ReadLines(log).TakeLast(10))}");
            throw new InvalidOperationException($"{fault.Message}\n{string.Join('\n', logs)}", fault);
        }

        var made = new S3Access(new Uri($"http://127.0.0.1:{port}"), "nightstest", "nights-test-secret");
        await ServerProcess.Run(folder, "radosgw-admin",
            ["-c", conf, "-n", "client.rgw.nights", "user", "create", "--uid=nights", "--display-name=nights",
             $"--access-key={made.AccessKey}", $"--secret-key={made.SecretKey}"]);
        await Answering(made);
        return made;
    }

    /// <summary>
    /// Starts the storage daemon, again when it ends: now and then it asks the monitor before it has learnt the cluster's id from it, is told "wrong fsid" and gives up.
    /// </summary>
    private async Task StorageDaemon(string conf)
    {
        for (var attempt = 1; ; attempt++)
        {
            var daemon = ServerProcess.Start(folder!, "ceph-osd", ["-c", conf, "-f", "-i", "0", "--osd-data", folder!["osd"]]);
            for (var look = 0; look < 100 && !daemon.HasExited; look++)
            {
                if ((await Asked(conf, "osd", "stat")).Contains("1 up", StringComparison.Ordinal)) return;
                await Task.Delay(200);
            }

            if (attempt is 5) throw new InvalidOperationException($"The Ceph storage daemon was started {attempt} times and is not up:\n{daemon.Tail}");
            if (!daemon.HasExited) daemon.Kill();
        }
    }

    // A monitor refuses a question now and then ("EPERM: problem getting command descriptions"), under load most of all. The same question is asked again.
    private async Task<string> Asked(string conf, params string[] question)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ServerProcess.Run(folder!, "ceph", ["-c", conf, "--connect-timeout", "30", .. question]);
            }
            catch (InvalidOperationException) when (attempt < 10)
            {
                await Task.Delay(500);
            }
        }
    }

    private async Task Keys(string keyring)
    {
        await ServerProcess.Run(folder!, "ceph-authtool", ["--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"]);
        await ServerProcess.Run(folder!, "ceph-authtool",
            [keyring, "--gen-key", "-n", "client.admin", "--cap", "mon", "allow *", "--cap", "osd", "allow *", "--cap", "mgr", "allow *"]);
    }

    // The first bucket makes the pools, which takes seconds: better here than inside somebody's time limit.
    private static async Task Answering(S3Access server)
    {
        using var client = server.Client();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.PutBucketAsync(NewBucket());
                return;
            }
            catch (AmazonServiceException fault) when (attempt < 60 && fault.StatusCode is not HttpStatusCode.Forbidden)
            {
                await Task.Delay(500);
            }
        }
    }

    private static string Configuration(string folder, Guid cluster, int monitorPort, int port) => $"""
        [global]
        fsid = {cluster}
        mon_host = v1:127.0.0.1:{monitorPort}
        public_network = 127.0.0.0/8
        ms_bind_msgr2 = false
        auth_cluster_required = none
        auth_service_required = none
        auth_client_required = none
        keyring = {folder}/keyring
        run_dir = {folder}/run
        pid_file = {folder}/run/$name.pid
        admin_socket = {folder}/run/$name.asok
        log_file = {folder}/log/$name.log
        mon_cluster_log_file = {folder}/log/cluster.log
        mon_data = {folder}/mon
        mon_allow_pool_size_one = true
        mon_max_pg_per_osd = 1000
        mon_data_avail_warn = 1
        mon_data_avail_crit = 0
        mon_osd_full_ratio = .99
        mon_osd_backfillfull_ratio = .98
        mon_osd_nearfull_ratio = .97
        osd_pool_default_size = 1
        osd_pool_default_min_size = 1
        osd_pool_default_pg_num = 4
        osd_pool_default_pgp_num = 4
        osd_pool_default_pg_autoscale_mode = off
        osd_crush_chooseleaf_type = 0
        osd_data = {folder}/osd
        osd_objectstore = memstore
        memstore_device_bytes = 2147483648

        [client.rgw.nights]
        rgw_frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
        rgw_data = {folder}/rgw
        rgw_thread_pool_size = 32
        rgw_dns_name = 127.0.0.1

        """;
}
