using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Nights.Generator.Remote.Service;

/// <summary>The two connections to the world: to the service, and to wherever it keeps pictures. Neither follows redirects, keeps cookies or is logged.</summary>
internal sealed class RemoteHttp : IDisposable
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(15), KeepConnection = TimeSpan.FromMinutes(5);
    private readonly Uri? endpoint;

    public RemoteHttp(IOptions<RemoteOptions> options)
    {
        endpoint = options.Value.IsThere ? options.Value.Address : null;
        Service = Client(Handler());
        var pictures = Handler();
        pictures.UseProxy = false;  // a proxy would reach addresses in our stead, unseen by the check
        pictures.ConnectCallback = Connect;
        Pictures = Client(pictures);
    }

    /// <summary>To the endpoint; through the system's proxy where there is one.</summary>
    public HttpClient Service { get; }

    /// <summary>To addresses of pictures: public ones, and the endpoint's own.</summary>
    public HttpClient Pictures { get; }

    public void Dispose()
    {
        Service.Dispose();
        Pictures.Dispose();
    }

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ConnectWithin,
        PooledConnectionLifetime = KeepConnection,
    };

    private static HttpClient Client(SocketsHttpHandler handler) => new(handler, disposeHandler: true) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    // The address is looked up here and connected to as it was checked, so that a name cannot show one address to the check and another to the connection.
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var trusted = endpoint is { IsLoopback: true } || (endpoint?.IdnHost == host && endpoint.Port == port);
        var addresses = await System.Net.Dns.GetHostAddressesAsync(host, cancel);
        var allowed = trusted ? addresses : [.. addresses.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
            throw new PrivateAddressException($"{host} is an address of a private network");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
