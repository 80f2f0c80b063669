using System.Net;
using System.Net.Sockets;

namespace Nights.TestServers;

/// <summary>A port of this machine that leads to a server, and can be cut: what is connected is dropped, and nobody gets through until it is mended.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Uri server;
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private readonly Task accepting;
    private bool isCut;

    private Wire(Uri server)
    {
        this.server = server;
        listener = new TcpListener(IPAddress.Loopback, Loopback.FreePort());
        listener.Start();
        accepting = Accept();
    }

    /// <summary>The server's address with the wire's port.</summary>
    public Uri Address => new UriBuilder(server) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;

    public static Wire To(Uri server) => new(server);

    /// <returns>Connections that were dropped.</returns>
    public int Cut()
    {
        lock (gate)
        {
            isCut = true;
            var dropped = open.Count / 2;
            foreach (var end in open) end.Dispose();
            open.Clear();
            return dropped;
        }
    }

    public void Mend()
    {
        lock (gate) isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        Cut();
    }

    private async Task Accept()
    {
        while (true)
        {
            TcpClient caller;
            try
            {
                caller = await listener.AcceptTcpClientAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Connect(caller);
        }
    }

    private async Task Connect(TcpClient caller)
    {
        using var called = new TcpClient();
        using (caller)
        {
            try
            {
                await called.ConnectAsync(server.Host, server.Port);
                lock (gate)
                {
                    if (isCut) return;
                    open.UnionWith([caller, called]);
                }

                var (here, there) = (caller.GetStream(), called.GetStream());
                await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here));
            }
            catch (Exception dropped) when (dropped is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            finally
            {
                lock (gate) open.ExceptWith([caller, called]);
            }
        }
    }
}
