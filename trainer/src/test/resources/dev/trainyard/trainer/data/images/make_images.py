"""Writes the sample images beside this file; needs Pillow. Each shows red, green, blue and white quarters."""
from pathlib import Path
from PIL import Image

folder = Path(__file__).parent
picture = Image.new("RGB", (64, 48), "white")
for colour, corner in (((255, 0, 0), (0, 0)), ((0, 255, 0), (32, 0)), ((0, 0, 255), (0, 24))):
    picture.paste(colour, (*corner, corner[0] + 32, corner[1] + 24))
grey = Image.new("L", picture.size, 255)
for value, corner in ((0, (0, 0)), (64, (32, 0)), (128, (0, 24))):
    grey.paste(value, (*corner, corner[0] + 32, corner[1] + 24))
black_and_white = grey.point(lambda value: 255 if value > 96 else 0).convert("1")

picture.save(folder / "progressive.jpg", progressive=True, quality=95)
picture.save(folder / "colour-444.jpg", subsampling=0, quality=95)
picture.convert("CMYK").save(folder / "cmyk-adobe.jpg", quality=95)
picture.convert("CMYK").save(folder / "cmyk-lzw.tif", compression="tiff_lzw")
picture.convert("CMYK").save(folder / "cmyk.tif")
picture.save(folder / "lzw.tif", compression="tiff_lzw", tiffinfo={317: 2})
picture.save(folder / "deflate.tif", compression="tiff_adobe_deflate")
picture.save(folder / "packbits.tif", compression="packbits")
picture.save(folder / "jpeg.tif", compression="jpeg", quality=95)
picture.quantize(16).save(folder / "palette.tif")
picture.quantize(16).save(folder / "palette.bmp")
picture.quantize(4).save(folder / "palette-2-bit.png", bits=2)
picture.save(folder / "pages.tif", compression="tiff_lzw", save_all=True, append_images=[grey.convert("RGB")])
black_and_white.save(folder / "group4.tif", compression="group4")
black_and_white.save(folder / "group3.tif", compression="group3")
black_and_white.save(folder / "group4-white-is-zero.tif", compression="group4", tiffinfo={262: 0})
