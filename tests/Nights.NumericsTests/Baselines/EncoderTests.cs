using Nights.DreamSim;
using Nights.DreamSim.Baselines;
using Nights.Imaging;
using Nights.Imaging.Resizing;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

public sealed class EncoderTests
{
    private static readonly EncoderOptions Plain = new() { Graph = "x.onnx", Size = 8 };

    [Fact]
    public void Values_are_shifted_scaled_and_laid_out_as_the_encoder_wants_them()
    {
        var picture = Ramp(8, 8);
        var options = Plain with { Mean = [0.5f, 0.25f, 0.125f], Std = [0.5f, 2, 4] };

        var first = EncoderInput.Of(picture, options);
        var last = EncoderInput.Of(picture, options with { ChannelsLast = true });
        var blue = EncoderInput.Of(picture, options with { Bgr = true });

        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
                for (var c = 0; c < 3; c++)
                {
                    var expected = (picture.Row(y)[3 * x + c] / 255f - options.Mean[c]) / options.Std[c];
                    first[(c * 8 + y) * 8 + x].ShouldBe(expected, 1e-6f);
                    last[(y * 8 + x) * 3 + c].ShouldBe(expected, 1e-6f);
                    blue[((2 - c) * 8 + y) * 8 + x].ShouldBe(expected, 1e-6f);
                }
    }

    [Theory]
    [InlineData(24, 17, 11, 8, 2, 0)]     // 8 · 24 / 17 = 11.29; a margin of 3 is halved to even: 2
    [InlineData(9, 20, 8, 17, 0, 4)]      // 17.8 is cut to 17; a margin of 9 is halved to even: 4
    [InlineData(8, 10, 8, 10, 0, 1)]
    public void A_crop_is_the_middle_of_the_picture_whose_shorter_edge_fits(int width, int height, int toWidth, int toHeight, int left, int top)
    {
        var picture = Ramp(width, height);
        var resized = PillowResize.Bilinear(picture, toWidth, toHeight);

        var input = EncoderInput.Of(picture, Plain with { Fit = EncoderFit.Crop, Resampling = Resampling.Bilinear });

        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
                input[y * 8 + x].ShouldBe(resized.Row(top + y)[3 * (left + x)] / 255f, 1e-6f);
    }

    [Fact]
    public void An_output_is_flattened_averaged_or_its_first_token_taken()
    {
        using var scope = NewDisposeScope();
        var map = arange(48, ScalarType.Float32).reshape(2, 3, 2, 4);
        var tokens = arange(30, ScalarType.Float32).reshape(2, 5, 3);

        EncoderOutput.Embeddings(map, EncoderPool.Flatten, "it").shape.ShouldBe([2, 24]);
        EncoderOutput.Embeddings(map, EncoderPool.Mean, "it").ShouldBeNear(tensor(new[] { 3.5f, 11.5f, 19.5f, 27.5f, 35.5f, 43.5f }, [2, 3]), 1e-6);
        EncoderOutput.Embeddings(tokens, EncoderPool.First, "it").ShouldBeNear(tensor(new float[] { 0, 1, 2, 15, 16, 17 }, [2, 3]), 0);
        EncoderOutput.Embeddings(tokens, EncoderPool.Mean, "it").ShouldBeNear(tensor(new float[] { 6, 7, 8, 21, 22, 23 }, [2, 3]), 1e-6);
        EncoderOutput.Embeddings(tokens.select(1, 0), EncoderPool.Mean, "it").shape.ShouldBe([2, 3], "an embedding is one already");
        Should.Throw<InvalidDataException>(() => EncoderOutput.Embeddings(map, EncoderPool.First, "it")).Message.ShouldContain("it: an output of shape [2, 3, 2, 4] has no first");
    }

    private static PixelImage Ramp(int width, int height)
    {
        var picture = new PixelImage(width, height);
        for (var i = 0; i < picture.Bytes.Length; i++) picture.Bytes[i] = (byte)(i * 37 % 251);
        return picture;
    }
}
