using System.Net;
using System.Net.Sockets;

namespace Nights.TestServers;

/// <summary>Ports of this machine.</summary>
public static class Loopback
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port on which nobody listens, given out once in this process.</summary>
    public static int FreePort()
    {
        lock (Gate)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
        }
    }

    /// <summary>Waits until somebody accepts connections on the port.</summary>
    /// <exception cref="InvalidOperationException">The server has ended, or the time is over; with the server's last lines.</exception>
    internal static async Task Accepting(int port, ServerProcess server, string name, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                if (server.HasExited) throw new InvalidOperationException($"{name} ended while starting:\n{server.Tail}");
                if (limit.IsCancellationRequested) throw new InvalidOperationException($"{name} does not listen on port {port} after {within}:\n{server.Tail}");
            }

            await Task.Delay(100);
        }
    }
}
