using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Nights.TestServers;

/// <summary>Ports of this machine.</summary>
public static class Loopback
{
    // Below the range from which the kernel takes the ports of outgoing connections: none of those can sit on a port between our look and
    // a server's bind.
    private const int Lowest = 20_000, Highest = 32_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port on which nobody listens, given out once in this process.</summary>
    public static int FreePort()
    {
        lock (Gate)
        {
            while (true)
            {
                var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
                if (Given.Contains(port) || !IsFree(port)) continue;
                Given.Add(port);
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
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
