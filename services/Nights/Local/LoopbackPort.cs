using System.Net;
using System.Net.Sockets;
using Nights.Local.Commands;

namespace Nights.Local;

/// <summary>TCP ports of the loopback interface.</summary>
internal static class LoopbackPort
{
    /// <summary>A port on which nobody listens now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Looks before anything is started whether the port can be had.</summary>
    /// <param name="port">1 to 65535.</param>
    /// <param name="option">The option that gives another.</param>
    /// <exception cref="CommandFailedException">Somebody listens there, or this user may not.</exception>
    public static void Check(int port, string option)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException fault)
        {
            var why = fault.SocketErrorCode is SocketError.AccessDenied ? "needs rights this user does not have" : "is taken by another program";
            throw new CommandFailedException($"Port {port} {why}; give another with {option} PORT.", fault);
        }
    }
}
