using System.Buffers.Binary;
using System.Text;
using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_in_every_type()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder.Path, "x.safetensors");
        var tensors = new Dictionary<string, Tensor>
        {
            ["f32"] = rand(3, 4),
            ["f64"] = rand(2, dtype: ScalarType.Float64),
            ["i64"] = arange(5),
            ["empty"] = zeros(0, 3),
            ["scalar"] = tensor(2.5f),
            ["turned"] = rand(3, 4).t(),
            ["f16"] = rand(3).to(ScalarType.Float16),
            ["u8"] = tensor(new byte[] { 1, 255 }),
        };

        Safetensors.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
        using var read = Safetensors.Read(path);

        read.Metadata["format"].ShouldBe("pt");
        read.Tensors.Count.ShouldBe(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            read[name].dtype.ShouldBe(tensor.dtype);
            read[name].shape.ShouldBe(tensor.shape);
            read[name].eq(tensor).all().item<bool>().ShouldBeTrue(name);
        }
    }

    [Fact]
    public void A_file_of_the_reference_is_written_back_with_the_same_tensors()
    {
        using var source = Golden.Tensors("lora_dino_r4_adapter_model.safetensors");
        var (one, two) = (Path.Combine(folder.Path, "1"), Path.Combine(folder.Path, "2"));
        Safetensors.Write(one, source.Tensors);
        using var again = Safetensors.Read(one);
        Safetensors.Write(two, again.Tensors);

        File.ReadAllBytes(two).ShouldBe(File.ReadAllBytes(one));
        Should.Throw<InvalidDataException>(() => again["nobody"]).Message.ShouldContain("no tensor 'nobody'");
    }

    [Theory]
    [InlineData("", 0, "too short")]
    [InlineData("{}", -1, "announces a header")]
    [InlineData("not json", 0, "not JSON")]
    [InlineData("[1]", 0, "not JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "cut short: tensor 'a' ends at byte 8 of 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "holds 12 bytes")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown type Q4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[8,0]}}""", 8, "no place")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "header of")]
    [InlineData("""{"a":{"dtype":"F32"}}""", 8, "header of")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "'a' and 'b'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "4 bytes before tensor 'b'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "there twice")]
    public void A_damaged_file_is_refused_with_the_reason(string header, int data, string reason)
    {
        var path = Path.Combine(folder.Path, "bad.safetensors");
        using (var file = File.Create(path))
        {
            if (header.Length > 0)
            {
                var prefix = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(prefix, data < 0 ? 1_000_000 : header.Length);
                file.Write(prefix);
                file.Write(Encoding.UTF8.GetBytes(header));
                file.Write(new byte[Math.Max(0, data)]);
            }
        }

        Should.Throw<InvalidDataException>(() => Safetensors.Read(path)).Message.ShouldContain(reason);
    }
}
